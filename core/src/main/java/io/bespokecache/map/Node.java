package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a {@link NodeSegment}. With compressed references it takes 24 bytes: the
 * bits of its hash that name no segment fill what other fields leave.
 * <p>
 * An entry is in the map while it has a value. It leaves the table before its value goes,
 * so whoever finds an entry without one looks again and finds its successor, if there is
 * one.
 */
class Node {

	/**
	 * The most often that an entry is remembered to have been used, and the bits for it.
	 */
	static final int MOST_USES = 3;

	/** The sign of the uses: whether somebody wants to hear of further ones. */
	private static final int MARK = 0x80;

	private static final VarHandle KEY;

	private static final VarHandle VALUE;

	private static final VarHandle USES;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			KEY = lookup.findVarHandle(Node.class, "key", Object.class);
			VALUE = lookup.findVarHandle(Node.class, "value", Object.class);
			USES = lookup.findVarHandle(Node.class, "uses", byte.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * The key, or {@code null} once the entry is dead. Who reads it without the lock may
	 * see either; the entry itself was published when it had one.
	 */
	@SuppressWarnings("UnusedVariable") // read and written through KEY
	private @Nullable Object key;

	@SuppressWarnings("UnusedVariable") // read and written through VALUE
	private @Nullable Object value;

	/** The bits of the hash that name the home slot. */
	final short tag;

	private final byte lowHash;

	/** Uses, or the epoch of the last one, as the policy wants it. */
	@SuppressWarnings("UnusedVariable") // read and written through USES
	private byte uses;

	/**
	 * Makes an entry that nobody else knows yet.
	 * @param key the key
	 * @param hash 24 bits of its hash
	 */
	Node(Object key, int hash) {
		this.key = key;
		this.tag = (short) (hash >>> Byte.SIZE);
		this.lowHash = (byte) hash;
	}

	final @Nullable Object key() {
		return KEY.getAcquire(this);
	}

	/** The 24 bits of the hash. */
	final int hash() {
		return (Short.toUnsignedInt(this.tag) << Byte.SIZE) | Byte.toUnsignedInt(this.lowHash);
	}

	/** The value, or {@code null} if the entry is dead. */
	final @Nullable Object value() {
		return VALUE.getVolatile(this);
	}

	/** Sets the value, under the lock, which publishes it at the latest. */
	final void setValue(Object value) {
		VALUE.setRelease(this, value);
	}

	/**
	 * Lets go of key and value. The entry is in no table any more, and who sees it
	 * without a key or a value sees that too: hence release.
	 */
	final void die() {
		VALUE.setRelease(this, null);
		KEY.setRelease(this, null);
	}

	/**
	 * Remembers a use, unless somebody wants to hear of it. Of two at the same time one
	 * may be lost, and so may one at the same time as {@link #setUses}: it costs a little
	 * accuracy and no line that threads share.
	 * @return whether the entry is marked; then the use is not yet remembered, and
	 * {@link #useMarked} follows
	 */
	final boolean use() {
		byte uses = (byte) USES.getOpaque(this);
		// The mark is the sign, so an entry without one is not asked for it any more
		// once it has been used often.
		if (uses < MOST_USES) {
			if (uses < 0) {
				return true;
			}
			USES.setOpaque(this, (byte) (uses + 1));
		}
		return false;
	}

	/**
	 * Remembers a use of an entry that is marked.
	 * @param keep whether it remains so
	 */
	final void useMarked(boolean keep) {
		byte before = (byte) USES.getOpaque(this);
		int uses = Math.min((before & MOST_USES) + 1, MOST_USES);
		byte after = (byte) (keep ? uses | MARK : uses);
		if (after != before) {
			USES.setOpaque(this, after);
		}
	}

	/** Remembers the epoch of a use, in place of a number of uses. */
	final void usedIn(byte epoch) {
		if ((byte) USES.getOpaque(this) != epoch) {
			USES.setOpaque(this, epoch);
		}
	}

	/** The epoch of the last use. */
	final byte epoch() {
		return (byte) USES.getOpaque(this);
	}

	final int uses() {
		return (byte) USES.getOpaque(this) & MOST_USES;
	}

	/**
	 * Sets what is remembered.
	 * @param uses how many uses
	 * @param marked whether somebody wants to hear of further ones
	 */
	final void setUses(int uses, boolean marked) {
		USES.setOpaque(this, (byte) (marked ? uses | MARK : uses));
	}

}
