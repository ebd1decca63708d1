/** Things that users call by name (composites, canonizers, color maps, statistics): one registry per kind. */
package io.lrpspark.lrp.registry;
