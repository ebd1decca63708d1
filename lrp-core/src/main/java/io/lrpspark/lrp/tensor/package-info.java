/**
 * A small tensor-operation language: what a relevance rule is written in and what a program is printed from. It
 * knows neither networks nor relevance nor TorchScript.
 */
package io.lrpspark.lrp.tensor;
