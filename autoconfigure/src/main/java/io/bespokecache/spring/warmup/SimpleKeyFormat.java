package io.bespokecache.spring.warmup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.bespokecache.spring.SimpleKeyParameters;
import io.bespokecache.spring.json.JsonType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The format of keys that Spring makes of several parameters, or of none: an array of
 * texts, each the JSON of a parameter, or {@code null}.
 */
final class SimpleKeyFormat implements KeyFormat {

	private final JsonMapper mapper;

	private final List<JsonType> types;

	SimpleKeyFormat(JsonMapper mapper, List<JavaType> types) {
		this.mapper = mapper;
		this.types = types.stream().map((type) -> new JsonType(mapper, type)).toList();
	}

	@Override
	public void write(Object key, OutputStream output) throws SnapshotRefusedException {
		@Nullable Object[] parameters = parametersOf(key);
		if (parameters.length != this.types.size()) {
			throw new SnapshotRefusedException(
					"is made of " + parameters.length + " parameters, not of " + this.types.size());
		}
		@Nullable String[] texts = new String[parameters.length];
		for (int i = 0; i < parameters.length; i++) {
			Object parameter = parameters[i];
			if (parameter != null) {
				ByteArrayOutputStream json = new ByteArrayOutputStream();
				this.types.get(i).write(parameter, json);
				texts[i] = json.toString(StandardCharsets.UTF_8);
			}
		}
		byte[] json = this.mapper.writeValueAsBytes(texts);
		if (!read(json, 0, json.length).equals(key)) {
			throw new SnapshotRefusedException("does not come back equal as a SimpleKey of the declared types");
		}
		try {
			output.write(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static @Nullable Object[] parametersOf(Object key) throws SnapshotRefusedException {
		@Nullable Object @Nullable [] parameters = SimpleKeyParameters.of(key);
		if (parameters == null) {
			throw new SnapshotRefusedException("is a " + key.getClass().getTypeName() + ", not a SimpleKey");
		}
		return parameters;
	}

	@Override
	public Object read(byte[] json, int offset, int length) throws SnapshotRefusedException {
		@Nullable String[] texts = this.mapper.readerFor(String[].class).readValue(json, offset, length);
		if (texts.length != this.types.size()) {
			throw new SnapshotRefusedException("is made of " + texts.length + " parameters");
		}
		@Nullable Object[] parameters = new Object[texts.length];
		for (int i = 0; i < texts.length; i++) {
			String text = texts[i];
			if (text != null) {
				byte[] parameter = text.getBytes(StandardCharsets.UTF_8);
				parameters[i] = this.types.get(i).read(parameter, 0, parameter.length);
			}
		}
		return new SimpleKey(parameters);
	}

}
