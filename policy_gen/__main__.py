"""`python -m policy_gen`: the same as `policy-gen`."""

from policy_gen.cli import main

if __name__ == "__main__":
    main()
