package io.bespokecache.spring.warmup;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first line of a snapshot: what it holds, and of when.
 *
 * @param cache name of the cache
 * @param keyTypes declared types of the keys
 * @param valueType declared type of the values
 * @param shape fingerprint of these types
 * @param ages whether the ages of the entries are known
 * @param writtenAt when the snapshot was written
 */
record SnapshotHeader(String cache, List<String> keyTypes, String valueType, String shape, boolean ages,
		Instant writtenAt) {

	private static final String FORMAT = "bespoke-cache-snapshot";

	/** Version of the format. A reader knows one, and refuses any other. */
	private static final int VERSION = 1;

	/** What the first line starts with, whatever the version. */
	private static final String MAGIC = "{\"format\":\"" + FORMAT + "\",";

	SnapshotHeader {
		keyTypes = List.copyOf(keyTypes);
	}

	static byte[] magic() {
		return MAGIC.getBytes(StandardCharsets.UTF_8);
	}

	byte[] toJson() {
		ObjectNode header = JsonMapper.shared().createObjectNode();
		header.put("format", FORMAT);
		header.put("version", VERSION);
		header.put("cache", this.cache);
		header.set("keyTypes", JsonMapper.shared().valueToTree(this.keyTypes));
		header.put("valueType", this.valueType);
		header.put("shape", this.shape);
		header.put("ages", this.ages);
		header.put("writtenAt", this.writtenAt.toString());
		return JsonMapper.shared().writeValueAsBytes(header);
	}

	/**
	 * Reads a first line that is not known to be undamaged: no more than its version.
	 */
	static void requireKnownVersion(byte[] content, int length) throws SnapshotRefusedException {
		int version = parse(content, length).path("version").asInt(-1);
		if (version != VERSION) {
			throw new SnapshotRefusedException("has the format version " + version + ", not " + VERSION);
		}
	}

	static SnapshotHeader read(byte[] content, int length) throws SnapshotRefusedException {
		JsonNode header = parse(content, length);
		try {
			return new SnapshotHeader(header.path("cache").asString(),
					header.path("keyTypes").valueStream().map(JsonNode::asString).toList(),
					header.path("valueType").asString(), header.path("shape").asString(),
					header.path("ages").asBoolean(), Instant.parse(header.path("writtenAt").asString()));
		}
		catch (JacksonException | DateTimeException ex) {
			throw new SnapshotRefusedException("is damaged: its header cannot be read");
		}
	}

	private static JsonNode parse(byte[] content, int length) throws SnapshotRefusedException {
		try {
			return JsonMapper.shared().readTree(content, 0, length);
		}
		catch (JacksonException ex) {
			throw new SnapshotRefusedException("is damaged: its header cannot be read");
		}
	}

	/**
	 * Refuses a snapshot of something else than expected.
	 */
	void requireMatch(SnapshotHeader expected) throws SnapshotRefusedException {
		if (!this.cache.equals(expected.cache)) {
			throw new SnapshotRefusedException("is one of the cache '" + this.cache + "'");
		}
		if (!this.keyTypes.equals(expected.keyTypes)) {
			throw new SnapshotRefusedException("has keys of " + this.keyTypes + ", not of " + expected.keyTypes);
		}
		if (!this.valueType.equals(expected.valueType)) {
			throw new SnapshotRefusedException("has values of " + this.valueType + ", not of " + expected.valueType);
		}
		if (!this.shape.equals(expected.shape)) {
			throw new SnapshotRefusedException(
					"holds instances of classes whose fields have changed since it was written");
		}
		if (expected.ages && !this.ages) {
			throw new SnapshotRefusedException("does not say how old its entries are, which now matters");
		}
	}

}
