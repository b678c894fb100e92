"""llama.cpp's server, on a free port of this machine, until its standard input ends.

    python3 llama_server.py MODEL KEY

Prints its address once it listens.
"""

import os
import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.api_keys = [sys.argv[2]]
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = 4096
params.n_parallel = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
# The server's own threads need not come to an end.
os._exit(0)
