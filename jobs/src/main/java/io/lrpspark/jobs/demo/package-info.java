/**
 * The demo: a synthetic image data set with a planted artefact, the small DenseNet that is trained on it, and the
 * pictures and sentences that show what the relevance maps found.
 *
 * <p>The planted class carries a small logo in a corner of most of its images, in the images the model is trained on and
 * in those that are attributed: the model comes to rely on it, a "Clever Hans" as in Lapuschkin et al., "Unmasking Clever
 * Hans predictors and assessing what machines really learn", Nature Communications 10 (2019).
 */
package io.lrpspark.jobs.demo;
