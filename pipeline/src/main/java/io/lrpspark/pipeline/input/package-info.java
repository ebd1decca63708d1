/**
 * Where images come from: listings of folders and tables, and the labels of their classes.
 */
package io.lrpspark.pipeline.input;
