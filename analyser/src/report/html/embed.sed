# A text file as the lines of a C string literal, byte for byte.
s/\\/\\\\/g
s/"/\\"/g
s/	/\\t/g
s/^/"/
s/$/\\n"/
