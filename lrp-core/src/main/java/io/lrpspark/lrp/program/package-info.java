/**
 * The compiler's back end: from a relevance plan to a TorchScript program and its archive. The only place that
 * knows TorchScript.
 */
package io.lrpspark.lrp.program;
