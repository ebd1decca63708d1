package io.lrpspark.lrp.rule;

/** Makes a rule from its parameters; a static method of the rule, listed in {@link Rules}. */
interface RuleFactory {
    /** The rule; black and white are for rules that need to know what pixels can be. */
    Rule create(Parameters parameters, InputRange range);
}
