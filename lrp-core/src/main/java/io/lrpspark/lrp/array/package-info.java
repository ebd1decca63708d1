/**
 * Arrays as files: NumPy's {@code .npy}, the door through which tensors go to and come from other tools.
 */
package io.lrpspark.lrp.array;
