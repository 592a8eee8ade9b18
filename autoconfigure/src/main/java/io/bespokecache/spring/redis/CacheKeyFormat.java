package io.bespokecache.spring.redis;

import java.util.Arrays;

import io.bespokecache.shared.KeyFormat;
import io.bespokecache.shared.UnshareableException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The keys of a Spring cache as bytes: every part with a tag of its type, and with its
 * length where that is not fixed, so that neither {@code 1} and {@code "1"} nor the parts
 * of two keys run together.
 * <p>
 * Keys may be texts, numbers, booleans, characters, UUIDs, dates and times, zones, URIs,
 * locales, enums, and records, lists, sets, maps, optionals and {@link SimpleKey}s of
 * such, up to 16 deep and 64 KiB in all. A {@code SimpleKey} may hold arrays, which it
 * compares by their content.
 * <p>
 * Bytes name no class. An enum or a record is written as a fingerprint, which is read as
 * the class that this format has written with it, and as nothing else: whatever bytes
 * arrive, no class is loaded, and no constructor called but that of a record that is a
 * key here.
 */
public final class CacheKeyFormat implements KeyFormat<Object> {

	private static final byte VERSION = 1;

	private final KeyClasses classes = new KeyClasses();

	@Override
	public byte[] write(Object key) {
		try {
			KeyWriter writer = new KeyWriter(this.classes);
			writer.output().octet(VERSION);
			writer.write(key, 0, false);
			return writer.output().toByteArray();
		}
		catch (UnshareableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new UnshareableException("A key of type " + key.getClass().getTypeName() + " cannot be shared ("
					+ ex.getClass().getName() + ")", ex);
		}
	}

	@Override
	public @Nullable Object read(byte[] bytes) {
		if (bytes.length == 0 || bytes.length > KeyOutput.MAXIMUM_BYTES || bytes[0] != VERSION) {
			return null;
		}
		try {
			Object key = new KeyReader(this.classes, new KeyInput(bytes, 1)).read(0);
			// Bytes that read as a key need not be the ones that are written for it.
			return (key != null && Arrays.equals(write(key), bytes)) ? key : null;
		}
		catch (ReflectiveOperationException | RuntimeException | StackOverflowError ex) {
			// Nonsense in any of its forms.
			return null;
		}
	}

}
