/**
 * Rules of relevance propagation, composites that assign a rule to every node of a graph, and the plan that
 * results.
 */
package io.lrpspark.lrp.rule;
