package io.bespokecache.workload;

import org.jspecify.annotations.Nullable;

/**
 * When one kind of advice is given. A rule asks for enough evidence, so that chance does
 * not speak, and for less once it is given, so that it does not come and go. One that
 * remembers is asked at each review, by one thread at a time.
 */
@FunctionalInterface
interface AdviceRule {

	/**
	 * Looks at a cache.
	 * @param facts what is known of it
	 * @param given whether the advice was given at the review before
	 * @return the advice, or {@code null} if there is no reason for it
	 */
	@Nullable Advice review(CacheFacts facts, boolean given);

}
