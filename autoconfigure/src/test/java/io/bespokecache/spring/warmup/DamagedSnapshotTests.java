package io.bespokecache.spring.warmup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.bespokecache.spring.WarmUpReport.Written;
import io.bespokecache.spring.json.Sha256;
import io.bespokecache.spring.json.TypeShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Snapshots that are not what they should be.
 */
class DamagedSnapshotTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	@SuppressWarnings("NullAway.Init") // set before each test
	private Path file;

	@SuppressWarnings("NullAway.Init") // set before each test
	private SnapshotScenario scenario;

	private final RecordedEntries cache = new RecordedEntries();

	@BeforeEach
	void writeASnapshot() {
		this.file = this.directory.resolve("countries.snapshot");
		this.scenario = new SnapshotScenario(this.file, String.class.getName(), String.class.getName());
		this.scenario.write(new RecordedEntries().with("de", "Germany").with("nz", "New Zealand"));
	}

	private void assertCold(String problem) {
		Restored restored = this.scenario.restore(this.cache);
		assertThat(restored).isEqualTo(new Restored(0, 0, 0, null, this.scenario.now(), Duration.ZERO, problem));
		assertThat(this.cache.values()).isEmpty();
	}

	private String content() throws IOException {
		return Files.readString(this.file);
	}

	private void replace(String old, String replacement) throws IOException {
		assertThat(content()).contains(old);
		Files.writeString(this.file, content().replace(old, replacement));
	}

	private void replaceBy(byte[] content) throws IOException {
		Files.deleteIfExists(this.file);
		Files.createFile(this.file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.write(this.file, content);
	}

	/**
	 * Changes the content as somebody would who knows the format.
	 */
	private void forge(String old, String replacement) throws IOException {
		replace(old, replacement);
		String body = content().substring(0, content().length() - Sha256.DIGITS - 1);
		Files.writeString(this.file, body + Sha256.of(body) + "\n");
	}

	@Test
	void anUndamagedSnapshotIsRestored() {
		assertThat(this.scenario.restore(this.cache).entries()).isEqualTo(2);
		assertThat(this.cache.values()).containsOnlyKeys("de", "nz");
	}

	@Test
	void everySingleFlippedBitIsNoticed() throws IOException {
		byte[] whole = Files.readAllBytes(this.file);
		for (int i = 0; i < whole.length; i++) {
			byte[] damaged = whole.clone();
			damaged[i] ^= (byte) (1 << (i % 8));
			replaceBy(damaged);
			assertThat(this.scenario.restore(this.cache).problem()).as("byte %d", i).isNotNull();
			assertThat(this.cache.values()).as("byte %d", i).isEmpty();
		}
	}

	@Test
	void aSnapshotThatEndsAnywhereBeforeItsEndIsNoticed() throws IOException {
		byte[] whole = Files.readAllBytes(this.file);
		for (int length = 0; length < whole.length; length++) {
			replaceBy(Arrays.copyOf(whole, length));
			assertThat(this.scenario.restore(this.cache).problem()).as("%d bytes", length).isNotNull();
			assertThat(this.cache.values()).as("%d bytes", length).isEmpty();
		}
	}

	@Test
	void anythingAfterTheEndIsNoticed() throws IOException {
		Files.writeString(this.file, content() + "\n");
		assertCold("is damaged: its checksum does not fit its content; it was deleted");
	}

	@Test
	void anotherVersionOfTheFormatIsRefused() throws IOException {
		forge("\"version\":1,", "\"version\":2,");
		assertCold("has the format version 2, not 1; it was deleted");
	}

	@Test
	void theSnapshotOfAnotherCacheIsRefused() {
		this.scenario.cacheName("cities");
		assertCold("is one of the cache 'countries'; it was deleted");
	}

	@Test
	void otherTypesAreRefused() {
		this.scenario.keyType("java.lang.Object");
		assertCold("has keys of [java.lang.String], not of [java.lang.Object]; it was deleted");
	}

	@Test
	void otherValuesAreRefused() {
		this.scenario.valueType("java.lang.Integer");
		assertCold("has values of java.lang.String, not of java.lang.Integer; it was deleted");
	}

	@Test
	void aClassThatHasChangedSinceIsRefused() throws IOException {
		this.scenario.valueType(Point.class.getName()).write(new RecordedEntries().with("a", new Point(1, 2)));
		String shape = TypeShape.of(List.of(JsonMapper.shared().constructType(String.class),
				JsonMapper.shared().constructType(Point.class)));
		forge(shape, Sha256.of("another shape"));
		assertCold("holds instances of classes whose fields have changed since it was written; it was deleted");
	}

	@Test
	void aSnapshotFromTheFutureIsRefused() {
		this.scenario.after(Duration.ofMinutes(-2));
		assertCold("was written at 2026-03-01T12:00:00Z, which is yet to come; it was deleted");
	}

	@Test
	void aWrongNumberOfEntriesIsNoticed() throws IOException {
		forge("{\"entries\":2}", "{\"entries\":3}");
		assertCold("is damaged: it does not have the number of entries that it says; it was deleted");
	}

	@Test
	void aSnapshotBeyondItsGreatestSizeIsNotRead() throws IOException {
		this.scenario.maximumBytes(Files.size(this.file) - 1);
		assertCold("has " + Files.size(this.file) + " bytes, more than the maximum-size of "
				+ (Files.size(this.file) - 1) + "; it was deleted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rwxrwxrwx" })
	void aSnapshotThatOthersMayReadOrWriteIsRefused(String permissions) throws IOException {
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString(permissions));
		assertCold("is open to more than its owner (" + permissions + " instead of rw-------)");
	}

	@Test
	@EnabledIf("isRoot")
	void aSnapshotOfSomebodyElseIsRefused() throws IOException {
		UserPrincipal nobody = this.file.getFileSystem()
			.getUserPrincipalLookupService()
			.lookupPrincipalByName("nobody");
		Files.setOwner(this.file, nobody);
		assertCold("belongs to 'nobody', not to 'root'");
		assertThat(this.file).exists();
	}

	/**
	 * Nobody else can give a file away.
	 */
	static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	@Test
	void aLinkIsRefused() throws IOException {
		Path target = this.directory.resolve("target");
		Files.move(this.file, target);
		Files.createSymbolicLink(this.file, target);
		assertCold("is no regular file");
		assertThat(target).exists();
	}

	@Test
	void aDirectoryIsRefused() throws IOException {
		Files.delete(this.file);
		Files.createDirectory(this.file);
		assertCold("is no regular file");
		assertThat(this.scenario.write(new RecordedEntries()).problem()).isEqualTo("is no regular file");
	}

	@Test
	void whatIsNoSnapshotIsNeitherReadNorOverwritten() throws IOException {
		Files.writeString(this.file, "Dear diary,");
		assertCold("is no snapshot");
		Written written = this.scenario.write(new RecordedEntries().with("a", "x"));
		assertThat(written.problem()).isEqualTo("is no snapshot, and is left as it is");
		assertThat(content()).isEqualTo("Dear diary,");
	}

	@Test
	void anEntryThatCannotBeReadIsLeftOutAndCounted() throws IOException {
		forge("\"Germany\"", "[\"Germany\"]");
		Restored restored = this.scenario.restore(this.cache);
		assertThat(restored.entries()).isOne();
		assertThat(restored.unreadable()).isOne();
		assertThat(restored.problem()).isNotNull().doesNotContain("Germany");
		assertThat(this.cache.values()).containsOnlyKeys("nz");
	}

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "0\t\"de\"\t,x\t\"de\"\t", "0\t\"de\"\t,\"de\"\t", "0\t\"de\"\t,0\t", "\t\"Germany\",",
					"0\t\"de\"\t\"Germany\",", "0\t\"de\"\t,0\tnull\t", "\"Germany\",null",
					"\"Germany\",\"Germany\"\tx" })
	void aMalformedEntryIsLeftOutAndCounted(String old, @Nullable String replacement) throws IOException {
		forge(old, (replacement != null) ? replacement : "");
		Restored restored = this.scenario.restore(this.cache);
		assertThat(restored.unreadable()).isOne();
		assertThat(this.cache.values()).containsOnlyKeys("nz");
	}

	@Test
	void aNegativeAgeIsRefused() throws IOException {
		forge("0\t\"de\"", "-600000\t\"de\"");
		assertThat(this.scenario.restore(this.cache).unreadable()).isOne();
		assertThat(this.cache.values()).containsOnlyKeys("nz");
	}

	@Test
	void namesOfClassesAreNeitherWrittenNorObeyed() throws IOException {
		JsonMapper mapper = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.build();
		this.scenario.mapper(mapper).valueType(Box.class.getName());
		this.scenario.write(new RecordedEntries().with("a", new Box(7)));
		assertThat(content()).contains("{\"content\":7}");
		forge("{\"content\":7}", "{\"content\":[\"java.net.URL\",\"https://example.com\"]}");
		this.scenario.restore(this.cache);
		assertThat(this.cache.values()).containsEntry("a", new Box(List.of("java.net.URL", "https://example.com")));
	}

	@Test
	void aClassThatAsksForNamesOfClassesIsNotWritten() {
		Written written = this.scenario.valueType(Named.class.getName())
			.write(new RecordedEntries().with("a", new NamedPoint(1)));
		assertThat(written.entries()).isZero();
		assertThat(written.skipped()).isOne();
	}

	@Test
	void whatAKilledApplicationLeftHalfWrittenIsDeleted() throws IOException {
		Path abandoned = Files.createFile(this.directory.resolve("countries.snapshot.4711.tmp"));
		Path current = Files.createFile(this.directory.resolve("countries.snapshot.4712.tmp"));
		Path foreign = Files.createFile(this.directory.resolve("countries.snapshot.mine.tmp"));
		Files.setLastModifiedTime(abandoned, FileTime.from(SnapshotScenario.STOPPED.minus(Duration.ofHours(2))));
		Files.setLastModifiedTime(current, FileTime.from(SnapshotScenario.STOPPED));
		Files.setLastModifiedTime(foreign, FileTime.from(SnapshotScenario.STOPPED.minus(Duration.ofHours(2))));
		this.scenario.restore(this.cache);
		assertThat(abandoned).doesNotExist();
		assertThat(current).exists();
		assertThat(foreign).exists();
	}

	@Test
	void aDirectoryThatCannotBeWrittenToIsNoReasonToFail() throws IOException {
		Path obstacle = Files.writeString(this.directory.resolve("obstacle"), "x", StandardCharsets.UTF_8);
		SnapshotScenario obstructed = new SnapshotScenario(obstacle.resolve("countries.snapshot"),
				String.class.getName(), String.class.getName());
		assertThat(obstructed.write(new RecordedEntries().with("a", "x")).problem()).startsWith("cannot be written (");
		assertThat(obstructed.tryRestore(this.cache)).isNull();
	}

	record Point(int x, int y) {

	}

	record Box(Object content) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface Named {

	}

	record NamedPoint(int x) implements Named {

	}

}
