package io.github.gradlens;

/** The counter-based generator Philox 4x32-10 (Salmon et al. 2011), for values made outside. */
final class Philox {
  private Philox() {}

  /** Value {@code index} of the stream of a key, uniform from 0 to below 1, 23 bits. */
  static float uniform(long key, long index) {
    int[] four = block(key, index / 4);
    int bits = four[(int) (index % 4)] & 0x7fffff;
    return bits / (float) (1 << 23);
  }

  private static int[] block(long key, long count) {
    int[] c = {(int) count, (int) (count >>> 32), 0, 0};
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < 10; round++) {
      long a = (c[0] & 0xffffffffL) * 0xD2511F53L;
      long b = (c[2] & 0xffffffffL) * 0xCD9E8D57L;
      c = new int[] {(int) (b >>> 32) ^ c[1] ^ k0, (int) b, (int) (a >>> 32) ^ c[3] ^ k1, (int) a};
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    return c;
  }
}
