package io.bespokecache.workload;

import java.util.List;

/**
 * Keys lack {@code equals} and {@code hashCode}, or have poor ones. One such key in a
 * period is enough: nothing but the code mends it.
 */
final class KeyAdvice implements AdviceRule {

	private static final long LEAST_READS = 100;

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		KeyFlaw flaw = facts.keyFlaw();
		if (flaw == null) {
			return (facts.recent().reads() < LEAST_READS) ? Finding.UNKNOWN : Finding.NOTHING;
		}
		String hits = "The hit ratio of the last minutes is " + Figures.percent(facts.recent().hitRatio())
				+ ", and what is not found again takes memory all the same.";
		return switch (flaw.kind()) {
			case IDENTITY ->
				advice("Keys are of class " + flaw.type() + ", which inherits equals or hashCode from Object.",
						"A value is found only by whom has the very key object that it was stored with. " + hits,
						"Make the class a record, give it equals and hashCode, or choose another key, as with "
								+ "@Cacheable(key = \"#id\").");
			case ARRAY -> advice("Keys are arrays of type " + flaw.type() + ", and an array equals nothing but itself.",
					"A value is found only by whom has the very array that it was stored with. " + hits,
					"Choose another key, for example a List or a String made of the array.");
			case COLLISIONS -> advice("Many keys of class " + flaw.type() + " have the same hash code.",
					"Each look-up compares its key with many others, the longer the fuller the cache is.",
					"Let hashCode depend on all that equals depends on.");
		};
	}

	private static Finding advice(String seen, String cost, String action) {
		return Finding.of(new Advice(AdviceKind.IMPROPER_KEYS, seen, cost, action, List.of()));
	}

}
