"""The records of zip files (压缩包): how the head of a part, its entry in the directory, and the end are laid out."""

import struct

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
STORED = 0
"""The method of what is not compressed."""
