package io.bespokecache.spring.redis;

/**
 * What is written before a part of a key that is no {@link KeyScalar}. Part of the
 * format: none is ever given to something else.
 */
final class KeyTag {

	static final byte NULL = 0;

	static final byte SIMPLE_KEY = 64;

	static final byte LIST = 65;

	static final byte SET = 66;

	static final byte MAP = 67;

	static final byte OPTIONAL = 68;

	static final byte ENUM = 69;

	static final byte RECORD = 70;

	static final byte ARRAY = 71;

	static final byte PRIMITIVE_ARRAY = 72;

	private KeyTag() {
	}

}
