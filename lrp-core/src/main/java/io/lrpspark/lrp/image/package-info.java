/**
 * Images: decoding, resizing as Pillow does it, preprocessing, color maps and heatmaps.
 */
package io.lrpspark.lrp.image;
