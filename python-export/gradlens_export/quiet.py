"""Hold back what native code writes to standard error, and show it only when something fails."""

import os
import sys
import tempfile
from contextlib import contextmanager


@contextmanager
def native_log():
    """Within the block, file descriptor 2 goes to a file; on an exception its text is printed.

    TF_CPP_MIN_LOG_LEVEL does not reach messages that TensorFlow writes before its logger is set up.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        except BaseException:
            file.seek(0)
            os.write(kept, file.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)
