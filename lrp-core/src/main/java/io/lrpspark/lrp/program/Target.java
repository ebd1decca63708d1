package io.lrpspark.lrp.program;

/** The machines that programs are printed for. */
public enum Target {
    /** x86-64 processors, whose fast convolutions are called directly; float32 only. */
    CPU_MKLDNN,
    /** Any other processor, and float64. */
    CPU,
    /** NVIDIA GPUs. */
    CUDA
}
