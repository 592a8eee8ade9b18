package io.bespokecache.spring.warmup;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.bespokecache.spring.WarmUpReport.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

class CacheSnapshotsTests {

	private static final String STRING = String.class.getName();

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	private Path file() {
		return this.directory.resolve("countries.snapshot");
	}

	private SnapshotScenario scenario(String keyType, String valueType) {
		return new SnapshotScenario(file(), keyType, valueType);
	}

	private RecordedEntries roundTrip(SnapshotScenario scenario, RecordedEntries entries) {
		assertThat(scenario.write(entries).problem()).isNull();
		RecordedEntries restored = new RecordedEntries();
		assertThat(scenario.restore(restored).problem()).isNull();
		return restored;
	}

	@Test
	void recordsComeBack() {
		Country country = new Country("NZ", 5_300_000, new BigDecimal("268021.50"), LocalDate.of(1907, 9, 26),
				List.of(Locale.forLanguageTag("en-NZ"), Locale.forLanguageTag("mi")), Map.of("Auckland", 1.7));
		RecordedEntries restored = roundTrip(scenario(STRING, Country.class.getName()),
				new RecordedEntries().with("NZ", country));
		assertThat(restored.values()).containsExactly(Map.entry("NZ", country));
	}

	@Test
	void genericValuesComeBackWithTheirElements() {
		List<City> cities = List.of(new City("Wellington", Island.NORTH), new City("Nelson", Island.SOUTH));
		RecordedEntries restored = roundTrip(scenario(STRING, "java.util.List<" + City.class.getName() + ">"),
				new RecordedEntries().with("NZ", cities));
		assertThat(restored.values()).containsExactly(Map.entry("NZ", cities));
	}

	@Test
	void subtypesThatHaveNamesComeBack() {
		RecordedEntries restored = roundTrip(scenario(STRING, Shape.class.getName()),
				new RecordedEntries().with("a", new Circle(2)).with("b", new Square(3)));
		assertThat(restored.values()).containsOnly(Map.entry("a", new Circle(2)), Map.entry("b", new Square(3)));
	}

	@Test
	void nullsComeBack() {
		RecordedEntries restored = roundTrip(scenario(STRING, City.class.getName()),
				new RecordedEntries().with("Atlantis", null));
		assertThat(restored.values()).hasSize(1).containsEntry("Atlantis", null);
	}

	@Test
	void longKeysComeBackAsLongs() {
		RecordedEntries restored = roundTrip(scenario(Long.class.getName(), STRING),
				new RecordedEntries().with(7L, "seven").with(Long.MAX_VALUE, "many"));
		assertThat(restored.values()).containsOnlyKeys(7L, Long.MAX_VALUE);
	}

	@Test
	void uuidKeysComeBack() {
		UUID key = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
		RecordedEntries restored = roundTrip(scenario(UUID.class.getName(), STRING),
				new RecordedEntries().with(key, "x"));
		assertThat(restored.values()).containsOnlyKeys(key);
	}

	@Test
	void enumKeysComeBack() {
		RecordedEntries restored = roundTrip(scenario(Island.class.getName(), STRING),
				new RecordedEntries().with(Island.NORTH, "x").with(Island.SOUTH, "y"));
		assertThat(restored.values()).containsOnlyKeys(Island.NORTH, Island.SOUTH);
	}

	@Test
	void recordKeysComeBack() {
		City key = new City("Napier", Island.NORTH);
		RecordedEntries restored = roundTrip(scenario(City.class.getName(), STRING),
				new RecordedEntries().with(key, "x"));
		assertThat(restored.values()).containsOnlyKeys(key);
	}

	@Test
	void keysOfSeveralParametersComeBack() {
		SimpleKey key = new SimpleKey("NZ", 7, null);
		RecordedEntries restored = roundTrip(
				new SnapshotScenario(file(), List.of(STRING, Integer.class.getName(), STRING), STRING),
				new RecordedEntries().with(key, "x"));
		assertThat(restored.values()).containsOnlyKeys(key);
	}

	@Test
	void theKeyOfAMethodWithoutParametersComesBack() {
		RecordedEntries restored = roundTrip(scenario(SimpleKey.class.getName(), STRING),
				new RecordedEntries().with(SimpleKey.EMPTY, "x"));
		assertThat(restored.values()).containsOnlyKeys(SimpleKey.EMPTY);
	}

	@Test
	void anEntryIsAsOldAsItWasAndTheTimeSince() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x", Duration.ofMinutes(3)).with("b", "y", Duration.ofNanos(1)));
		RecordedEntries restored = new RecordedEntries();
		scenario.after(Duration.ofHours(1)).restore(restored);
		assertThat(restored.ages()).containsOnly(Map.entry("a", Duration.ofMinutes(63)),
				Map.entry("b", Duration.ofHours(1).plusMillis(1)));
	}

	@Test
	void agesAddUpOverTwoRestarts() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x", Duration.ofMinutes(3)));
		RecordedEntries second = new RecordedEntries();
		scenario.after(Duration.ofMinutes(10)).restore(second);
		scenario.write(second);
		RecordedEntries third = new RecordedEntries();
		scenario.after(Duration.ofMinutes(20)).restore(third);
		assertThat(third.ages()).containsOnly(Map.entry("a", Duration.ofMinutes(33)));
	}

	@Test
	void aClockThatWasSetBackALittleMakesNothingYounger() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x", Duration.ofMinutes(3)));
		RecordedEntries restored = new RecordedEntries();
		scenario.after(Duration.ofSeconds(-30)).restore(restored);
		assertThat(restored.ages()).containsOnly(Map.entry("a", Duration.ofMinutes(3)));
	}

	@Test
	void whatIsPresentStaysAndIsCounted() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "old").with("b", "old"));
		RecordedEntries entries = new RecordedEntries().with("a", "new");
		Restored report = scenario.restore(entries);
		assertThat(entries.values()).containsOnly(Map.entry("a", "new"), Map.entry("b", "old"));
		assertThat(report.entries()).isOne();
		assertThat(report.left()).isOne();
	}

	@Test
	void theReportsSayWhatWasWrittenAndWhen() throws IOException {
		SnapshotScenario scenario = scenario(STRING, STRING);
		Written written = scenario.write(new RecordedEntries().with("a", "x").with("b", "y"));
		assertThat(written).isEqualTo(new Written(2, 0, 0, Files.size(file()), SnapshotScenario.STOPPED, null));
		Duration effort = Duration.ofMillis(40);
		Restored restored = scenario.after(Duration.ofDays(1)).effort(effort).restore(new RecordedEntries());
		assertThat(restored).isEqualTo(new Restored(2, 0, 0, SnapshotScenario.STOPPED,
				SnapshotScenario.STOPPED.plus(Duration.ofDays(1)).plus(effort), effort, null));
	}

	@Test
	void aClockThatIsSetBackDuringARestoreMakesNoNegativeDuration() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x"));
		Restored restored = scenario.effort(Duration.ofSeconds(-30)).restore(new RecordedEntries());
		assertThat(restored.entries()).isOne();
		assertThat(restored.duration()).isZero();
	}

	@Test
	void withoutAFileThereIsNothingToRestore() {
		assertThat(scenario(STRING, STRING).tryRestore(new RecordedEntries())).isNull();
	}

	@Test
	void aSnapshotIsUsedOnce() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x"));
		scenario.restore(new RecordedEntries());
		assertThat(file()).doesNotExist();
	}

	@Test
	void anEmptyCacheReplacesTheEntriesOfAnEarlierOne() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x"));
		scenario.write(new RecordedEntries());
		RecordedEntries restored = new RecordedEntries();
		assertThat(scenario.restore(restored).entries()).isZero();
		assertThat(restored.values()).isEmpty();
	}

	@Test
	void onlyTheOwnerMayReadTheFileAndTheDirectoryThatIsMadeForIt() throws IOException {
		Path file = this.directory.resolve("data").resolve("caches").resolve("countries.snapshot");
		new SnapshotScenario(file, STRING, STRING).write(new RecordedEntries().with("a", "x"));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("data"))))
			.isEqualTo("rwx------");
	}

	@Test
	void nothingElseStaysInTheDirectory() {
		SnapshotScenario scenario = scenario(STRING, STRING);
		scenario.write(new RecordedEntries().with("a", "x"));
		assertThat(this.directory).isDirectoryContaining(file()::equals).satisfies((directory) -> {
			try (var files = Files.list(directory)) {
				assertThat(files).hasSize(1);
			}
		});
	}

	@Test
	void entriesBeyondTheGreatestNumberAreLeftOutInTheOrderOfTheCache() {
		SnapshotScenario scenario = scenario(STRING, STRING).maximumEntries(2);
		Written written = scenario.write(new RecordedEntries().with("a", "x").with("b", "y").with("c", "z"));
		assertThat(written.entries()).isEqualTo(2);
		assertThat(written.leftOut()).isOne();
		RecordedEntries restored = new RecordedEntries();
		scenario.restore(restored);
		assertThat(restored.values()).containsOnlyKeys("a", "b");
	}

	@Test
	void theFileStaysWithinItsGreatestSize() throws IOException {
		SnapshotScenario scenario = scenario(STRING, STRING).maximumBytes(1000);
		RecordedEntries entries = new RecordedEntries();
		for (int i = 0; i < 100; i++) {
			entries.with("key" + i, "x".repeat(20));
		}
		Written written = scenario.write(entries);
		assertThat(Files.size(file())).isEqualTo(written.bytes()).isBetween(900L, 1000L);
		assertThat(written.leftOut()).isPositive().isEqualTo(100 - written.entries());
		assertThat(scenario.restore(new RecordedEntries()).entries()).isEqualTo(written.entries()).isPositive();
	}

	@Test
	void aFileThatHasNoRoomForItsHeaderIsNotWritten() {
		Written written = scenario(STRING, STRING).maximumBytes(100).write(new RecordedEntries().with("a", "x"));
		assertThat(written.problem())
			.isEqualTo("is not written, because its maximum-size of 100 bytes has no room for an entry");
		assertThat(file()).doesNotExist();
	}

	@Test
	void aValueThatCannotBeWrittenIsSkippedAndCounted() {
		SnapshotScenario scenario = scenario(STRING, Awkward.class.getName());
		Written written = scenario
			.write(new RecordedEntries().with("a", new Awkward(false)).with("b", new Awkward(true)).with("c", null));
		assertThat(written.entries()).isEqualTo(2);
		assertThat(written.skipped()).isOne();
		assertThat(written.problem()).isNotNull();
		RecordedEntries restored = new RecordedEntries();
		scenario.restore(restored);
		assertThat(restored.values()).containsOnlyKeys("a", "c");
	}

	@Test
	void aKeyThatWouldNotComeBackEqualIsSkipped() {
		Written written = scenario(Long.class.getName(), STRING).write(new RecordedEntries().with(7, "seven"));
		assertThat(written.entries()).isZero();
		assertThat(written.problem())
			.isEqualTo("is a java.lang.Integer, which would come back as the declared java.lang.Long");
	}

	@Test
	void aValueOfASubclassIsSkippedRatherThanCutDown() {
		Written written = scenario(STRING, Place.class.getName())
			.write(new RecordedEntries().with("a", new Harbour("Lyttelton", 12)));
		assertThat(written.entries()).isZero();
		assertThat(written.problem()).contains(Harbour.class.getName()).contains(Place.class.getName());
	}

	@Test
	void aTypeThatCanOnlyBeWrittenIsNoticedWhenItIs() {
		Written written = scenario(STRING, Named.class.getName())
			.write(new RecordedEntries().with("a", (Named) () -> "x"));
		assertThat(written.entries()).isZero();
		assertThat(written.problem()).contains("Cannot construct instance of");
	}

	@Test
	void theMapperOfTheApplicationDecidesHowValuesAreWritten() throws IOException {
		JsonMapper mapper = JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
			.enable(EnumFeature.WRITE_ENUMS_USING_INDEX)
			.build();
		SnapshotScenario scenario = scenario(STRING, City.class.getName()).mapper(mapper);
		scenario.write(new RecordedEntries().with("a", new City("Nelson", Island.SOUTH)));
		assertThat(Files.readString(file())).contains("\"Nelson\",\"island\":1}");
		RecordedEntries restored = new RecordedEntries();
		scenario.restore(restored);
		assertThat(restored.values()).containsExactly(Map.entry("a", new City("Nelson", Island.SOUTH)));
	}

	record Country(String code, long population, BigDecimal area, LocalDate founded, List<Locale> languages,
			Map<String, Double> cities) {

	}

	record City(String name, Island island) {

	}

	enum Island {

		NORTH, SOUTH

	}

	record Awkward(boolean awkward) {

		public String getMood() {
			if (this.awkward) {
				throw new IllegalStateException("Not today");
			}
			return "fine";
		}

	}

	static class Place {

		private final String name;

		Place(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

	}

	static final class Harbour extends Place {

		private final int depth;

		Harbour(String name, int depth) {
			super(name);
			this.depth = depth;
		}

		public int getDepth() {
			return this.depth;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

	interface Named {

		String getName();

	}

}
