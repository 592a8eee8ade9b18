package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The page for people in a real browser. Skipped without Chromium and its driver, unless
 * the environment variable {@code BESPOKE_REQUIRE_BROWSER} is {@code true}.
 */
class ReportInBrowserTests {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final String LONG_NAME = "com.example.application.persistence.AnEntityOfAVeryLongName.itemsByOwner";

	private final Queue<String> requests = new ConcurrentLinkedQueue<>();

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path profile;

	@SuppressWarnings("NullAway.Init") // set before each test
	private HttpServer server;

	@SuppressWarnings("NullAway.Init") // set before each test
	private ChromeDriver browser;

	@BeforeEach
	void open() throws IOException {
		boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (!Boolean.parseBoolean(System.getenv("BESPOKE_REQUIRE_BROWSER"))) {
			assumeTrue(present, "Chromium and its driver are not installed");
		}
		assertThat(present).as("Chromium and its driver are installed").isTrue();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--user-data-dir=" + this.profile);
		this.browser = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestURI().getPath());
		byte[] page = Reports
			.write(Reports.fine("nearest-cities"), Reports.advised(LONG_NAME), Reports.troubled("rates"),
					Reports.advised("<script>document.title='broken out'</script>"))
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
		exchange.sendResponseHeaders(200, page.length);
		exchange.getResponseBody().write(page);
		exchange.close();
	}

	@AfterEach
	@SuppressWarnings("NullAway") // neither is there if the test was skipped
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
		if (this.server != null) {
			this.server.stop(0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "360, light", "360, dark", "1280, light" })
	void thePageFitsItsWindowWithEverythingUnfolded(int width, String colours) {
		show(width, colours);
		assertThat(width("clientWidth")).isEqualTo(width);
		assertThat(width("scrollWidth")).isEqualTo(width);
		unfold();
		assertThat(width("scrollWidth")).isEqualTo(width);
	}

	private void unfold() {
		this.browser.executeScript("document.querySelectorAll('details').forEach(d => d.open = true)");
	}

	@Test
	void aPhoneShowsAtAGlanceWhatIsWrongAndWhatToDo() {
		show(360, "light");
		WebElement action = this.browser.findElement(By.cssSelector(".todo li li"));
		assertThat(action.getText()).isEqualTo("Bound too small. Raise maximum-size to 4000.");
		assertThat(action.getRect().getY() + action.getRect().getHeight()).isLessThan(640);
		assertThat(this.browser.findElements(By.className("advice"))).hasSize(4)
			.allSatisfy((advice) -> assertThat(advice.isDisplayed()).isTrue());
		assertThat(this.browser.findElement(By.tagName("pre")).getText()).contains("maximum-size: 4000");
	}

	@Test
	void aClickOnTheSettingsSelectsThemAll() {
		show(1280, "light");
		WebElement yaml = this.browser.findElement(By.tagName("pre"));
		yaml.click();
		assertThat(this.browser.executeScript("return getSelection().toString().trim()"))
			.isEqualTo(yaml.getDomProperty("textContent"));
	}

	@Test
	void theStateOfEachCacheIsToldInWordsToo() {
		show(360, "light");
		assertThat(this.browser.findElements(By.cssSelector(".overview .state"))).extracting(WebElement::getText)
			.containsExactly("! Change", "! Change", "? Look", "✓ Fine");
	}

	@Test
	void theBrowserHasNothingToComplainAboutAndFetchesNothingElse() {
		show(1280, "light");
		assertThat(this.browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
		assertThat(this.requests).containsOnly("/");
		assertThat(this.browser.executeScript("return performance.getEntriesByType('resource').length")).isEqualTo(0L);
		assertThat(this.browser.findElement(By.className("advice")).getCssValue("border-left-width")).isEqualTo("5px");
		assertThat(this.browser.getTitle()).isEqualTo("2 of 4 caches to be changed, 1 to look at");
	}

	@Test
	void everyLinkLeadsSomewhereAndEverythingThatCanBePressedHasAName() {
		show(1280, "light");
		assertThat(this.browser.findElements(By.cssSelector("a[href^='#']"))).hasSize(7)
			.allSatisfy((link) -> assertThat(
					this.browser.findElements(By.cssSelector(String.valueOf(link.getDomAttribute("href")))))
				.hasSize(1));
		unfold();
		assertThat(this.browser.findElements(By.cssSelector("a, summary, svg[role=img], [role=region]")))
			.hasSizeGreaterThan(20)
			.allSatisfy((control) -> assertThat(control.getAccessibleName()).isNotBlank());
	}

	/**
	 * Sets the window below the least width that a window of Chromium has.
	 */
	private void show(int width, String colours) {
		this.browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", true));
		this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
		this.browser.get("http://localhost:" + this.server.getAddress().getPort() + "/");
	}

	private int width(String property) {
		Object width = this.browser.executeScript("return document.documentElement." + property);
		assertThat(width).isInstanceOf(Long.class);
		return ((Number) width).intValue();
	}

}
