"""`python -m ifcdelta.native`: makes the machine code where it is missing, as an image or a checkout is built."""

import sys
import time

from ifcdelta.native.machine_code import machine_code

if __name__ == "__main__":
    begun = time.perf_counter()
    machine_code()
    sys.stdout.write(f"compiled in {time.perf_counter() - begun:.1f} s\n")
