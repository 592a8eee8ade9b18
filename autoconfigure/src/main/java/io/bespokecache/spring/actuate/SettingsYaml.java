package io.bespokecache.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.workload.Advice.Setting;

/**
 * Settings of a cache as they are written in {@code application.yml}, from the first
 * column on.
 */
final class SettingsYaml {

	/** Words that YAML reads as a truth value, or as nothing. */
	private static final Pattern RESERVED = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

	/** Numbers, durations and words need no quotes. */
	private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

	private SettingsYaml() {
	}

	/**
	 * Writes the settings.
	 * @param name name of the cache, or the pattern that describes it and others
	 * @param settings the settings
	 * @return lines, the last one without an end
	 * @see CacheDefinition#settingsKey
	 */
	static String of(String name, List<Setting> settings) {
		Map<String, Object> own = new LinkedHashMap<>();
		for (Setting setting : settings) {
			put(own, setting.property(), setting.value());
		}
		StringBuilder yaml = new StringBuilder("bespoke:\n  cache:\n    caches:\n      ");
		yaml.append(key(name)).append(":");
		if (name.contains("*")) {
			yaml.append(" # changes every cache that this pattern describes");
		}
		append(yaml, own, 8);
		return yaml.toString();
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
		boolean plain = CacheDefinition.isPlainName(name) && !Character.isDigit(name.charAt(0));
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
