package io.bespokecache.test;

import io.bespokecache.shared.SharedStore;

/**
 * An operation of a {@link SharedStore} that a fault can befall.
 */
public enum Operation {

	/**
	 * {@link SharedStore#read} and {@link SharedStore#peek}: a look-up by who does not
	 * load, or expects to find a value.
	 */
	READ,

	/** {@link SharedStore#claim}: a look-up by who loads what is not there. */
	CLAIM,

	/** {@link SharedStore#renew}. */
	RENEW,

	/** {@link SharedStore#release}. */
	RELEASE,

	/** {@link SharedStore#fill}. */
	FILL,

	/** {@link SharedStore#fillIfUnmoved}. */
	FILL_IF_UNMOVED,

	/** {@link SharedStore#evict}. */
	EVICT,

	/** {@link SharedStore#clear}. */
	CLEAR,

	/** {@link SharedStore#adopt}. */
	ADOPT,

	/** {@link SharedStore#controls}. */
	CONTROLS,

	/** {@link SharedStore#barrier}. */
	BARRIER;

	/**
	 * The connection that the operation goes over.
	 */
	Link link() {
		return (this == BARRIER) ? Link.ANNOUNCEMENTS : Link.COMMANDS;
	}

}
