package io.bespokecache.atlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The page in a real browser. Skipped without Chromium and its driver, unless the
 * environment variable {@code BESPOKE_REQUIRE_BROWSER} is {@code true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "spring.datasource.url=jdbc:h2:mem:page",
		"bespoke.cache.caches.rates.expire-after-write=1s", "bespoke.cache.caches.rates.refresh-after-write=500ms" })
class PageTests {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@TempDir
	private Path profile;

	private ChromeDriver browser;

	@BeforeEach
	void open() {
		boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (!Boolean.parseBoolean(System.getenv("BESPOKE_REQUIRE_BROWSER"))) {
			assumeTrue(present, "Chromium and its driver are not installed");
		}
		assertThat(present).as("Chromium and its driver are installed").isTrue();
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--user-data-dir=" + this.profile);
		ChromeDriverService driver = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
		this.browser = new ChromeDriver(driver, options);
	}

	@AfterEach
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@ParameterizedTest
	@CsvSource({ "wide, 1280, 900, light", "wide-dark, 1280, 900, dark", "narrow, 390, 844, light" })
	void trafficMovesTheFiguresAndThePageFitsItsWindow(String name, int width, int height, String colours)
			throws IOException {
		show(width, height, colours);
		visit();
		long lookups = totalLookups();
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> page.findElement(By.id("traffic")).getText().equals("Stop traffic"));
		await((page) -> totalLookups() > lookups + 100);
		assertThat(this.browser.findElements(By.cssSelector(".cache"))).hasSize(6)
			.allSatisfy((card) -> assertThat(card.findElement(By.className("why")).getText()).endsWith("."))
			.allSatisfy((card) -> assertThat(card.findElement(By.className("use")).getText()).startsWith("Declared: "));
		assertThat(this.browser.executeScript("return document.documentElement.clientWidth")).isEqualTo((long) width);
		assertThat(this.browser.executeScript("return document.documentElement.scrollWidth")).isEqualTo((long) width);
		screenshot(name);
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> page.findElement(By.id("traffic")).getText().equals("Drive traffic"));
	}

	@Test
	void theCountriesWerePreloaded() {
		visit();
		await((page) -> page.findElement(By.cssSelector("[data-cache=countries] .size"))
			.getText()
			.contains("preloaded"));
		assertThat(this.browser.findElement(By.cssSelector("[data-cache=countries] .size small")).getText())
			.isEqualTo("250 preloaded");
		assertThat(this.browser.findElement(By.cssSelector("[data-cache=city-by-id] .does")).getText())
			.contains("remembers for 1 minute what does not exist")
			.contains("writes wait for the commit");
	}

	@Test
	void aMistakeCanBeMadeAndStopped() {
		visit();
		await((page) -> page.findElement(By.cssSelector("#hot-country button")).getText().equals("Look at Fiji"));
		this.browser.findElement(By.cssSelector("#hot-country button")).click();
		await((page) -> page.findElement(By.cssSelector("#hot-country button")).getText().equals("Stop"));
		assertThat(this.browser.findElement(By.cssSelector("#hot-country .advice")).getText()).isNotBlank();
		this.browser.findElement(By.cssSelector("#hot-country button")).click();
		await((page) -> page.findElement(By.cssSelector("#hot-country button")).getText().equals("Look at Fiji"));
	}

	@Test
	void everythingThatCanBePressedOrFilledInHasAName() {
		visit();
		assertThat(this.browser.findElements(By.cssSelector("button, input, select, summary, a")))
			.hasSizeGreaterThan(10)
			.allSatisfy((control) -> assertThat(control.getAccessibleName()).isNotBlank());
	}

	@Test
	void anAtlasThatDoesNotAnswerIsToldAndForgottenWhenItIsBack() throws IOException {
		visit();
		offline(true);
		await((page) -> page.findElement(By.id("problem")).isDisplayed());
		assertThat(this.browser.findElement(By.id("problem")).getText()).contains("Atlas does not answer");
		screenshot("offline");
		offline(false);
		await((page) -> !page.findElement(By.id("problem")).isDisplayed());
	}

	@Test
	void aRateWhoseSourceIsStoppedGoesOnMarkedStale() throws IOException {
		visit();
		this.browser.findElement(By.cssSelector("#exchange button")).click();
		await((page) -> page.findElement(By.id("rate")).getText().contains("US dollars (synthetic)"));
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Start the rate source"));
		await((page) -> {
			page.findElement(By.cssSelector("#exchange button")).click();
			return !page.findElements(By.cssSelector("#rate .stale-mark")).isEmpty();
		});
		assertThat(this.browser.findElement(By.id("rate")).getText()).startsWith("Stale")
			.contains("The source is down");
		screenshot("source-stopped");
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Stop the rate source"));
		await((page) -> {
			page.findElement(By.cssSelector("#exchange button")).click();
			return page.findElement(By.id("rate")).getText().contains("US dollars (synthetic)")
					&& page.findElements(By.cssSelector("#rate .stale-mark")).isEmpty();
		});
	}

	@Test
	void aLookUpShowsWhoAnswered() {
		visit();
		this.browser.findElement(By.id("name")).sendKeys("Reykjav");
		this.browser.findElement(By.cssSelector("#search button")).click();
		await((page) -> page.findElement(By.id("found")).getText().contains("the cache"));
		assertThat(this.browser.findElement(By.id("found")).getText()).contains("Reykjavík").contains("the database");
	}

	@Test
	void anEmptyResultIsExplained() {
		visit();
		this.browser.findElement(By.id("name")).sendKeys("Xyzzyx");
		this.browser.findElement(By.cssSelector("#search button")).click();
		await((page) -> page.findElement(By.id("found")).getText().contains("No city starts with"));
		assertThat(this.browser.findElement(By.id("found")).getText()).contains("10,000 inhabitants");
	}

	@Test
	void theRateSourceCanBeStoppedAndStarted() {
		visit();
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Start the rate source"));
		assertThat(this.browser.findElement(By.id("source-state")).getText()).contains("stopped");
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Stop the rate source"));
	}

	@ParameterizedTest
	@CsvSource({ "report-wide, 1280, 900, light", "report-wide-dark, 1280, 900, dark",
			"report-phone, 360, 740, light" })
	void theReportOfTheCachesFitsItsWindowAndFetchesNothingElse(String name, int width, int height, String colours)
			throws IOException {
		show(width, height, colours);
		visit();
		long lookups = totalLookups();
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> totalLookups() > lookups + 1_000);
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> page.findElement(By.id("traffic")).getText().equals("Drive traffic"));
		this.browser.manage().logs().get(LogType.BROWSER);
		this.browser.get("http://localhost:" + this.port + "/actuator/bespokecaches");
		assertThat(this.browser.findElements(By.cssSelector("section.cache h2"))).extracting(WebElement::getText)
			.containsExactlyInAnyOrder("city-by-id", "countries", "nearest-cities", "rates", "sessions", "visits");
		assertThat(this.browser.findElement(By.tagName("h1")).getText()).contains("6 caches");
		assertThat(this.browser.executeScript("return document.documentElement.scrollWidth")).isEqualTo((long) width);
		assertThat(this.browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
		assertThat(this.browser.executeScript("return performance.getEntriesByType('resource').length")).isEqualTo(0L);
		screenshot(name);
	}

	private void visit() {
		this.browser.get("http://localhost:" + this.port + "/");
		await((page) -> page.findElements(By.cssSelector(".cache")).size() == 6);
	}

	/**
	 * Sets the window below the least width that a window of Chromium has.
	 */
	private void show(int width, int height, String colours) {
		this.browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
		this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
	}

	private void offline(boolean offline) {
		this.browser.executeCdpCommand("Network.enable", Map.of());
		this.browser.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	private long totalLookups() {
		return Long.parseLong(this.browser.findElement(By.id("total-lookups")).getText().replace(",", ""));
	}

	private void await(java.util.function.Function<org.openqa.selenium.WebDriver, Boolean> condition) {
		new WebDriverWait(this.browser, TIMEOUT).until(condition);
	}

	private void screenshot(String name) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		Object data = this.browser
			.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
			.get("data");
		Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
	}

}
