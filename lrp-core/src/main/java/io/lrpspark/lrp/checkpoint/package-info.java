/**
 * Reads weights from the file formats that PyTorch users have, without executing anything that a file says.
 */
package io.lrpspark.lrp.checkpoint;
