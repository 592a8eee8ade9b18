package io.bespokecache.spring;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where the entries of a cache outlive the application, and what they are. Types are
 * written as {@link java.lang.reflect.Type#getTypeName()} has them.
 *
 * @param file the snapshot; no other cache has the same
 * @param keyTypes type of the keys: one type for keys that are a single value; a type for
 * each parameter where methods have several; {@code SimpleKey} itself where they have
 * none
 * @param valueType type of the values
 * @param maximumBytes greatest size of the file in bytes, from 1 to
 * {@value #GREATEST_MAXIMUM_BYTES}
 * @param maximumEntries greatest number of entries that are written, from 1; {@code null}
 * for no such limit
 */
public record WarmStart(Path file, List<String> keyTypes, String valueType, long maximumBytes,
		@Nullable Long maximumEntries) {

	/** Greatest size of a snapshot that can be read: a GiB. */
	public static final long GREATEST_MAXIMUM_BYTES = 1L << 30;

	/** Greatest size of a snapshot for which nobody set one: 64 MiB. */
	public static final long DEFAULT_MAXIMUM_BYTES = 64L << 20;

	public WarmStart {
		keyTypes = List.copyOf(keyTypes);
		Assert.isTrue(!keyTypes.isEmpty(), "A snapshot needs the type of the keys");
		Assert.isTrue(maximumBytes >= 1 && maximumBytes <= GREATEST_MAXIMUM_BYTES,
				() -> "maximumBytes has to be from 1 to " + GREATEST_MAXIMUM_BYTES + ", not " + maximumBytes);
		Assert.isTrue(maximumEntries == null || maximumEntries >= 1,
				() -> "maximumEntries has to be from 1 up, not " + maximumEntries);
	}

}
