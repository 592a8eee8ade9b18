package io.bespokecache.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * A property as its author finds it again: its name, its value as written, and the file
 * and line where it stands.
 *
 * @param name name of the property
 * @param value its value; {@code null} if it has none
 * @param origin where it stands; {@code null} if nobody knows
 */
record ConfiguredProperty(String name, @Nullable Object value, @Nullable Origin origin) {

	static ConfiguredProperty of(ConfigurationProperty property) {
		return new ConfiguredProperty(property.getName().toString(), property.getValue(), property.getOrigin());
	}

	/**
	 * Finds a property in the environment.
	 * @param name name of the property, in any spelling that Spring Boot accepts
	 * @param environment the environment; {@code null} if there is none
	 * @return the property, or {@code null} if it is not set
	 */
	static @Nullable ConfiguredProperty find(String name, @Nullable Environment environment) {
		if (environment == null) {
			return null;
		}
		ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(adapted);
			if (found != null) {
				return new ConfiguredProperty(name, found.getValue(), found.getOrigin());
			}
		}
		return null;
	}

	boolean isBlank() {
		return this.value == null || this.value.toString().isBlank();
	}

	/**
	 * The start of a sentence about this property.
	 */
	@Override
	public String toString() {
		return "Property '" + this.name + "'" + (!isBlank() ? " with the value '" + this.value + "'" : "")
				+ ((this.origin != null) ? " (in " + this.origin + ")" : "");
	}

}
