"""The fast emitter: a model as LLVM instructions, eight runs in the lanes of each vector."""
