package io.bespokecache.workload;

/**
 * When one kind of advice is given. A rule asks for enough evidence, so that chance does
 * not speak, and for a condition that has clearly gone once it is given, so that it does
 * not come and go. One that remembers is asked at each review, by one thread at a time.
 */
@FunctionalInterface
interface AdviceRule {

	/**
	 * Looks at a cache.
	 * @param facts what is known of it
	 * @param given whether the advice was given at the review before
	 * @return the advice, that there is no reason for it, or that nothing can be said
	 */
	Finding review(CacheFacts facts, boolean given);

}
