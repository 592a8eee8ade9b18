package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * A look-up that found nothing, handed by a proxy's callback to the interceptor that the
 * same call reaches next: the key is not made twice, nor a failure of the cache lost.
 * Between the two no code of the application runs in the thread, unless the advice of the
 * proxy changes in that moment. A call without arguments cannot be told from others, and
 * is looked up again.
 */
final class LookUp {

	private static final ThreadLocal<@Nullable LookUp> HANDED_OVER = new ThreadLocal<>();

	private final @Nullable Object[] arguments;

	/** The key, or {@code null} if only Spring can tell it. */
	final @Nullable Object key;

	/** How the cache failed to answer, or {@code null} if it did not fail. */
	final @Nullable RuntimeException failure;

	/**
	 * Creates a look-up.
	 * @param arguments the call's own array of arguments, which tells calls apart
	 */
	LookUp(@Nullable Object[] arguments, @Nullable Object key, @Nullable RuntimeException failure) {
		this.arguments = arguments;
		this.key = key;
		this.failure = failure;
	}

	void handOver() {
		HANDED_OVER.set(this);
	}

	/**
	 * Drops this look-up, if nobody has taken it.
	 */
	void takeBack() {
		if (HANDED_OVER.get() == this) {
			HANDED_OVER.set(null);
		}
	}

	/**
	 * The look-up that was handed over for a call. Nobody gets it twice.
	 * @param arguments the call's own array of arguments
	 * @return the look-up, or {@code null} if there was none
	 */
	static @Nullable LookUp take(@Nullable Object[] arguments) {
		LookUp lookUp = HANDED_OVER.get();
		if (lookUp == null) {
			return null;
		}
		HANDED_OVER.set(null);
		return (lookUp.arguments == arguments) ? lookUp : null;
	}

}
