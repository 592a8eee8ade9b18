package io.bespokecache.spring;

import java.time.Duration;

import io.bespokecache.map.Expiry;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.NullValue;

/**
 * An expiry that decides for a cached {@code null} itself.
 */
final class NullSafeExpiry implements Expiry<Object, Object> {

	private final @Nullable Expiry<Object, Object> expiry;

	private final @Nullable Duration ofNulls;

	NullSafeExpiry(@Nullable Expiry<Object, Object> expiry, @Nullable Duration ofNulls) {
		this.expiry = expiry;
		this.ofNulls = ofNulls;
	}

	@Override
	public @Nullable Duration afterWrite(Object key, Object stored) {
		if (stored instanceof NullValue) {
			return this.ofNulls;
		}
		return (this.expiry != null) ? this.expiry.afterWrite(key, stored) : null;
	}

	@Override
	public @Nullable Duration afterRead(Object key, Object stored) {
		return (this.expiry != null && !(stored instanceof NullValue)) ? this.expiry.afterRead(key, stored) : null;
	}

}
