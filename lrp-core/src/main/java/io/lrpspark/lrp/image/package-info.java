/**
 * Images: decoding, resizing as Pillow does it, preprocessing, colour maps and heatmaps.
 */
package io.lrpspark.lrp.image;
