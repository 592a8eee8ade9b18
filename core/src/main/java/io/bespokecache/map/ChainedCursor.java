package io.bespokecache.map;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries of one map, and then of another one to which some of them may
 * have moved meanwhile. No key is shown twice; an entry that was moved away before the
 * walk came to it is met in the map that comes next.
 */
final class ChainedCursor extends EntryCursor {

	private final @Nullable Supplier<? extends @Nullable Iterator<? extends Map.Entry<?, ?>>> rest;

	private Iterator<? extends Map.Entry<?, ?>> entries;

	/** The keys shown, in a list while they only have to be remembered. */
	private @Nullable List<Object> shown;

	/** The keys shown, once there is another map to compare them with. */
	private @Nullable Set<Object> known;

	private Map.@Nullable Entry<?, ?> entry;

	/**
	 * Starts a walk.
	 * @param entries the entries of the first map
	 * @param rest asked for the entries of the next map whenever a map has no more; gives
	 * {@code null} if there is none. {@code null} if there never is
	 */
	ChainedCursor(Iterator<? extends Map.Entry<?, ?>> entries,
			@Nullable Supplier<? extends @Nullable Iterator<? extends Map.Entry<?, ?>>> rest) {
		this.entries = entries;
		this.rest = rest;
		this.shown = (rest != null) ? new ArrayList<>() : null;
	}

	@Override
	boolean advance() {
		while (true) {
			while (this.entries.hasNext()) {
				Map.Entry<?, ?> entry = this.entries.next();
				if (isNew(entry.getKey())) {
					this.entry = entry;
					return true;
				}
			}
			Iterator<? extends Map.Entry<?, ?>> next = (this.rest != null) ? this.rest.get() : null;
			if (next == null) {
				return false;
			}
			this.entries = next;
			if (this.shown != null) {
				this.known = new HashSet<>(this.shown);
				this.shown = null;
			}
		}
	}

	private boolean isNew(Object key) {
		if (this.known != null) {
			return this.known.add(key);
		}
		return this.shown == null || this.shown.add(key);
	}

	@Override
	Object key() {
		return Objects.requireNonNull(this.entry, "entry").getKey();
	}

	@Override
	Object value() {
		return Objects.requireNonNull(this.entry, "entry").getValue();
	}

}
