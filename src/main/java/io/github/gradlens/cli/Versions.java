package io.github.gradlens.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The versions that {@code --version} and {@code run.json} name, read from the jars. */
final class Versions implements IVersionProvider {
  private static final String TENSORFLOW =
      "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

  /** The jar's version; "development" where the classes are in no jar. */
  static String gradlens() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** TensorFlow Java's version, without loading its native library. */
  static String tensorflowJava() {
    @Nullable String version = null;
    try (InputStream in = Versions.class.getResourceAsStream(TENSORFLOW)) {
      if (in != null) {
        Properties properties = new Properties();
        properties.load(in);
        version = properties.getProperty("version");
      }
    } catch (IOException e) {
      return "unknown";
    }
    return version == null ? "unknown" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "gradlens " + gradlens(),
      "TensorFlow Java " + tensorflowJava() + ", Java " + Runtime.version().feature()
    };
  }
}
