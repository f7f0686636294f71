"""How fast the program is, measured over a socket: `./run bench`."""
