package io.bespokecache.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WarmStartSettings;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.CachePreload;
import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.json.JsonTypes;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.unit.DataSize;

/**
 * Reads what a cache holds when the application starts. Only a cache that has a name of
 * its own can have that: it exists when the application starts, and shares neither its
 * entries nor its file.
 */
final class WarmUpReader {

	private static final String PRELOAD = ".preload";

	private static final String WARM_START = ".warm-start";

	private static final String FILE = WARM_START + ".file";

	static final String TYPE_REMEDY = "Write the full name of the type, with what it holds and with '$' before"
			+ " the name of a nested class, for example java.util.List<com.example.City>.";

	private final @Nullable String name;

	private final String source;

	private final Settings settings;

	private final BeanFactory beanFactory;

	/**
	 * Creates a reader.
	 * @param name name or pattern of the cache; {@code null} for the defaults
	 * @param source the property that holds the settings
	 * @param settings the settings
	 * @param beanFactory has the beans that the settings name
	 */
	WarmUpReader(@Nullable String name, String source, Settings settings, BeanFactory beanFactory) {
		this.name = name;
		this.source = source;
		this.settings = settings;
		this.beanFactory = beanFactory;
	}

	CacheOptions read(CacheOptions options, Workload workload) {
		return options.withWarmUp(readPreload(), readWarmStart(workload));
	}

	/**
	 * The bean itself is asked for when it is needed: what it reads from may well use
	 * caches.
	 */
	@SuppressWarnings("unchecked") // keys and values of a Spring cache are objects
	private @Nullable Supplier<CachePreload<Object, Object>> readPreload() {
		String beanName = this.settings.preload();
		if (beanName == null) {
			return null;
		}
		requireOneCache(PRELOAD, beanName);
		if (!this.beanFactory.containsBean(beanName) || !this.beanFactory.isTypeMatch(beanName, CachePreload.class)) {
			throw refusal(PRELOAD, beanName, "is not the name of a bean of type " + CachePreload.class.getName(),
					"Declare a @Bean method '" + beanName + "' of the return type CachePreload, or correct the name.");
		}
		return () -> this.beanFactory.getBean(beanName, CachePreload.class);
	}

	private @Nullable WarmStart readWarmStart(Workload workload) {
		WarmStartSettings warmStart = this.settings.warmStart();
		if (warmStart == null || !warmStart.enabled()) {
			return null;
		}
		requireOneCache(FILE, (warmStart.file() != null) ? warmStart.file() : "");
		Path file = readFile(warmStart.file());
		if (workload.values() == ReferenceStrength.WEAK) {
			throw refusal(FILE, file,
					"brings values back to which nobody else refers, and which would go at once, because values are "
							+ "weak",
					"Remove 'warm-start', or set values to soft or strong.");
		}
		if (workload.weakKeys()) {
			throw refusal(FILE, file,
					"brings keys back to which nobody else refers, and whose entries would go at once, because keys "
							+ "are weak",
					"Remove 'warm-start', or set weak-keys to false.");
		}
		if (!OptionalLibrary.JACKSON.isPresent(this.beanFactory)) {
			throw refusal(FILE, file, "needs Jackson 3, which is not on the class path",
					"Add the dependency tools.jackson.core:jackson-databind, or remove 'warm-start'.");
		}
		List<String> keyTypes = readKeyTypes(warmStart.keyType());
		String valueType = readType(".value-type", warmStart.valueType());
		return new WarmStart(file, keyTypes, valueType, readMaximumBytes(warmStart.maximumSize()),
				readMaximumEntries(warmStart.maximumEntries()));
	}

	private void requireOneCache(String property, Object value) {
		if (this.name == null) {
			throw refusal(property, value, "cannot be a default: every cache has entries of its own",
					"Set it for each cache that needs it, under bespoke.cache.caches.");
		}
		if (PropertyCacheDefinitions.isPattern(this.name)) {
			throw refusal(property, value,
					"cannot be set for a name pattern: the caches that match it are created "
							+ "after the start, and would share it",
					"Set it for each cache that needs it, by its full name.");
		}
	}

	private Path readFile(@Nullable String file) {
		if (file == null || file.isBlank()) {
			throw refusal(FILE, "", "is not set", "Give the file that the entries are to be written to, for example "
					+ "data/" + this.name + ".snapshot, or remove 'warm-start'.");
		}
		try {
			return Path.of(file);
		}
		catch (InvalidPathException ex) {
			throw refusal(FILE, file, "is not the name of a file (" + ex.getReason() + ")",
					"Give the path of a file, absolute or from the working directory.");
		}
	}

	/**
	 * Binding parts a text at each comma, those of a type with several parameters too.
	 */
	private List<String> readKeyTypes(@Nullable List<String> keyType) {
		List<String> types = new ArrayList<>();
		StringBuilder type = new StringBuilder();
		int depth = 0;
		for (char character : ((keyType != null) ? String.join(",", keyType) : "").toCharArray()) {
			depth += (character == '<') ? 1 : (character == '>') ? -1 : 0;
			if (character == ',' && depth == 0) {
				types.add(type.toString());
				type.setLength(0);
			}
			else {
				type.append(character);
			}
		}
		types.add(type.toString());
		return types.stream().map((each) -> readType(".key-type", each)).toList();
	}

	private String readType(String property, @Nullable String type) {
		if (type == null || type.isBlank()) {
			throw refusal(WARM_START + property, "", "is not set", TYPE_REMEDY);
		}
		String problem = JsonTypes.problemWith(type.strip(), null);
		if (problem != null) {
			throw refusal(WARM_START + property, type.strip(), problem, TYPE_REMEDY);
		}
		return type.strip();
	}

	private long readMaximumBytes(@Nullable DataSize maximumSize) {
		if (maximumSize == null) {
			return WarmStart.DEFAULT_MAXIMUM_BYTES;
		}
		if (maximumSize.toBytes() < 1 || maximumSize.toBytes() > WarmStart.GREATEST_MAXIMUM_BYTES) {
			throw refusal(WARM_START + ".maximum-size", maximumSize, "is not a size of a file that can be read at once",
					"Give a size from 1B to " + DataSize.ofBytes(WarmStart.GREATEST_MAXIMUM_BYTES).toGigabytes()
							+ "GB, for example 64MB.");
		}
		return maximumSize.toBytes();
	}

	private @Nullable Long readMaximumEntries(@Nullable Long maximumEntries) {
		if (maximumEntries != null && maximumEntries < 1) {
			throw refusal(WARM_START + ".maximum-entries", maximumEntries, "is less than 1",
					"Give a whole number from 1 up.");
		}
		return maximumEntries;
	}

	private InvalidCachePropertyException refusal(String property, Object value, String problem, String remedy) {
		return new InvalidCachePropertyException(this.source + property, value, problem, remedy);
	}

	/**
	 * Refuses two caches whose snapshots would overwrite each other.
	 * @param definitions the caches by name
	 * @throws InvalidCachePropertyException if two caches have the same file
	 */
	static void requireDistinctFiles(Map<String, CacheDefinition> definitions) {
		Map<Path, String> names = new HashMap<>();
		for (Map.Entry<String, CacheDefinition> cache : definitions.entrySet()) {
			WarmStart warmStart = cache.getValue().options().warmStart();
			if (warmStart != null) {
				String other = names.putIfAbsent(warmStart.file().toAbsolutePath().normalize(), cache.getKey());
				if (other != null) {
					throw new InvalidCachePropertyException(cache.getValue().source() + FILE, warmStart.file(),
							"is also the file of the cache '" + other + "'", "Give each cache a file of its own.");
				}
			}
		}
	}

}
