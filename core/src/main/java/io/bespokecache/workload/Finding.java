package io.bespokecache.workload;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link AdviceRule} has found: an advice, no reason for one, or that too little
 * is known to say either.
 *
 * @param advice the advice; {@code null} if there is none
 * @param known whether there was enough evidence
 */
record Finding(@Nullable Advice advice, boolean known) {

	/** There is no reason for the advice. */
	static final Finding NOTHING = new Finding(null, true);

	/** Too little has happened to tell, so what was said before stands. */
	static final Finding UNKNOWN = new Finding(null, false);

	static Finding of(Advice advice) {
		return new Finding(advice, true);
	}

}
