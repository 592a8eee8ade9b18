package io.bespokecache.map;

/**
 * A walk over a copy of the entries: it shows the map as it was when the copy was made.
 */
final class CopyCursor extends EntryCursor {

	private final Object[] entries;

	private int next;

	/**
	 * Starts before the first entry.
	 * @param entries keys and values in turn
	 */
	CopyCursor(Object[] entries) {
		this.entries = entries;
	}

	@Override
	boolean advance() {
		if (this.next == this.entries.length) {
			return false;
		}
		this.next += 2;
		return true;
	}

	@Override
	Object key() {
		return this.entries[this.next - 2];
	}

	@Override
	Object value() {
		return this.entries[this.next - 1];
	}

}
