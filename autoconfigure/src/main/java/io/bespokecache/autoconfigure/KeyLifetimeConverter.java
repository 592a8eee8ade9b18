package io.bespokecache.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/**
 * Converts the value of {@code key-lifetime}, which YAML may have read as a number.
 */
final class KeyLifetimeConverter implements GenericConverter {

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return Set.of(new ConvertiblePair(String.class, KeyLifetime.class),
				new ConvertiblePair(Number.class, KeyLifetime.class));
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
		return (source != null) ? KeyLifetime.of(source.toString()) : null;
	}

}
