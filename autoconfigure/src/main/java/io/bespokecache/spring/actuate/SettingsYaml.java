package io.bespokecache.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.bespokecache.workload.Advice.Setting;

/**
 * Settings of a cache as they are written in {@code application.yml}, from the first
 * column on.
 */
final class SettingsYaml {

	private static final String CACHES = "bespoke.cache.caches";

	/** Binding drops other characters, unless the name stands in brackets. */
	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_-]*");

	/** Words that YAML reads as a truth value, or as nothing. */
	private static final Pattern RESERVED = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

	/** Numbers, durations and words need no quotes. */
	private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

	private SettingsYaml() {
	}

	/**
	 * Writes the settings under the property that describes the cache. A cache that the
	 * defaults describe gets an entry of its own, which leaves other caches alone.
	 * @param cache name of the cache
	 * @param source the property that describes it
	 * @param settings the settings, relative to it
	 * @return lines, the last one without an end
	 */
	static String of(String cache, String source, List<Setting> settings) {
		Map<String, Object> own = new LinkedHashMap<>();
		for (Setting setting : settings) {
			put(own, setting.property(), setting.value());
		}
		StringBuilder yaml = new StringBuilder("bespoke:\n  cache:\n    caches:\n      ");
		yaml.append(key(nameIn(source, cache))).append(":");
		append(yaml, own, 8);
		return yaml.toString();
	}

	/**
	 * The name, or the pattern, that the source has after the common part.
	 */
	private static String nameIn(String source, String cache) {
		if (source.startsWith(CACHES + "[") && source.endsWith("]")) {
			return source.substring(CACHES.length() + 1, source.length() - 1);
		}
		return source.startsWith(CACHES + ".") ? source.substring(CACHES.length() + 1) : cache;
	}

	@SuppressWarnings("unchecked") // only maps of this class's own are in the map
	private static void put(Map<String, Object> settings, String property, String value) {
		int dot = property.indexOf('.');
		if (dot < 0) {
			settings.put(property, value);
			return;
		}
		Map<String, Object> nested = (Map<String, Object>) settings.computeIfAbsent(property.substring(0, dot),
				(name) -> new LinkedHashMap<String, Object>());
		put(nested, property.substring(dot + 1), value);
	}

	private static void append(StringBuilder yaml, Map<?, ?> settings, int indent) {
		settings.forEach((name, value) -> {
			yaml.append("\n").append(" ".repeat(indent)).append(name).append(":");
			if (value instanceof Map<?, ?> nested) {
				append(yaml, nested, indent + 2);
			}
			else {
				yaml.append(" ").append(scalar(String.valueOf(value)));
			}
		});
	}

	/**
	 * A name that begins with a digit may be a number to YAML.
	 */
	private static String key(String name) {
		boolean plain = NAME.matcher(name).matches() && !Character.isDigit(name.charAt(0));
		return (plain && !RESERVED.matcher(name).matches()) ? name : quoted("[" + name + "]");
	}

	private static String scalar(String value) {
		boolean plain = PLAIN.matcher(value).matches()
				&& (!RESERVED.matcher(value).matches() || value.equals("true") || value.equals("false"));
		return plain ? value : quoted(value);
	}

	private static String quoted(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		text.chars().forEach((character) -> {
			if (character == '"' || character == '\\') {
				quoted.append('\\').append((char) character);
			}
			else if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029) {
				quoted.append(String.format("\\u%04x", character));
			}
			else {
				quoted.append((char) character);
			}
		});
		return quoted.append('"').toString();
	}

}
