package io.bespokecache.shared;

/**
 * An outcome of which some parts are of no interest.
 *
 * @param <T> the type of answers
 */
interface Answer<T> extends Operations.Outcome<T> {

	@Override
	default void answered(T answer) {
	}

	@Override
	default void failed(Throwable failure) {
	}

}
