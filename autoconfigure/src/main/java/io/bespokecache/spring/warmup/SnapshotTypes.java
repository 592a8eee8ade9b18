package io.bespokecache.spring.warmup;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.json.JsonType;
import io.bespokecache.spring.json.JsonTypes;
import io.bespokecache.spring.json.NoClassNames;
import io.bespokecache.spring.json.TypeShape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the keys and values of a snapshot are.
 *
 * @param keys how keys are written
 * @param values how values are written
 * @param shape fingerprint of both types
 */
record SnapshotTypes(KeyFormat keys, JsonType values, String shape) {

	static SnapshotTypes of(JsonMapper mapper, WarmStart warmStart, @Nullable ClassLoader classLoader) {
		JsonMapper safe = NoClassNames.in(mapper);
		List<JavaType> keyTypes = warmStart.keyTypes()
			.stream()
			.map((type) -> JsonTypes.parse(type, safe.getTypeFactory(), classLoader))
			.toList();
		JavaType valueType = JsonTypes.parse(warmStart.valueType(), safe.getTypeFactory(), classLoader);
		List<JavaType> types = new ArrayList<>(keyTypes);
		types.add(valueType);
		return new SnapshotTypes(KeyFormat.of(safe, keyTypes), new JsonType(safe, valueType), TypeShape.of(types));
	}

}
