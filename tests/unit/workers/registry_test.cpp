// Names, URLs and the texts around them: no sockets.
#include <gtest/gtest.h>

#include "workers/dispatch/function_registry.hpp"
#include "workers/dispatch/request_text.hpp"
#include "workers/dispatch/url.hpp"

namespace pawl::workers {
namespace {

TEST(Url, IsTakenApart) {
    const auto url = Url::parse("https://us%40er:pa:ss@[::1]:8443/a/{name}?q=1#part");
    ASSERT_TRUE(url);
    EXPECT_TRUE(url->tls);
    EXPECT_EQ(url->host, "::1");
    EXPECT_EQ(url->port, 8443);
    EXPECT_EQ(url->target, "/a/{name}?q=1");
    EXPECT_EQ(url->authorization, "Basic dXNAZXI6cGE6c3M=");
    EXPECT_EQ(url->origin(), "https://[::1]:8443");
    EXPECT_EQ(Url::parse("http://h")->target, "/");
    EXPECT_EQ(Url::parse("http://h?x")->target, "/?x");
    EXPECT_EQ(Url::parse("HTTP://h:80/")->origin(), "http://h");
}

TEST(Url, RefusesWhatItCannotCall) {
    for (const char* const text : {"", "h", "ftp://h/", "http://", "http:///x", "http://h:0/", "http://h:65536/", "http://h:x/", "http://h/a b",
                                   "http://{name}.h/", "http://[::1/", "http://h/\r\nX: y", "http://[[a]/", "http://u\"x@h/"})
        EXPECT_FALSE(Url::parse(text)) << text;
}

TEST(Url, APasswordWithABarePercentSignMeansWhatItSays) {
    EXPECT_EQ(Url::parse("http://u:50%@h/")->authorization, "Basic dTo1MCU=");
    EXPECT_EQ(Url::parse("http://u:50%25@h/")->authorization, "Basic dTo1MCU=");
}

TEST(FunctionRegistry, FindsByNameThenByStar) {
    FunctionRegistry registry;
    EXPECT_EQ(registry.resolve("a"), nullptr);
    ASSERT_TRUE(registry.put({"*", "http://h/f/{name}/i"}));
    ASSERT_TRUE(registry.put({"b", "http://k/b", 5, 60}));
    EXPECT_EQ(registry.resolve("a b")->shown_url("a b"), "http://h/f/a%20b/i");
    EXPECT_EQ(registry.resolve("b")->shown_url("b"), "http://k/b");
    EXPECT_EQ(registry.resolve("b")->function.concurrency, 5U);
    EXPECT_FALSE(registry.get("a"));
    EXPECT_EQ(registry.list().size(), 2U);
    EXPECT_TRUE(registry.remove("b"));
    EXPECT_FALSE(registry.remove("b"));
    EXPECT_EQ(registry.resolve("b")->shown_url("b"), "http://h/f/b/i");
}

TEST(FunctionRegistry, RefusesWithAReasonAndWithoutCredentials) {
    FunctionRegistry registry;
    EXPECT_FALSE(registry.put({"arn:aws:lambda:us-east-1:1:function:f", "http://h/"}));
    EXPECT_FALSE(registry.put({"", "http://h/"}));
    EXPECT_FALSE(registry.put({"f", "http://h/", 0}));
    EXPECT_FALSE(registry.put({"f", "http://h/", 1, 0}));
    const auto refused = registry.put({"f", "http://user:secret@h:99999/"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message,
              "Function 'f': 'http://h:99999/' is no URL pawl can call; write http://HOST[:PORT]/PATH or https://…, with {name} in the path alone");
}

TEST(FunctionRegistry, ReadsOptions) {
    const auto function = parse_function_option("greet=http://h/?a=b");
    ASSERT_TRUE(function);
    EXPECT_EQ(function->name, "greet");
    EXPECT_EQ(function->url, "http://h/?a=b");
    EXPECT_FALSE(parse_function_option("http://h/"));
}

TEST(RequestText, KeepsHeadersToOneLineOfAscii) {
    FunctionRegistry registry;
    ASSERT_TRUE(registry.put({"f", "http://h:81/p"}));
    engine::DispatchRequest request;
    request.target.name = "f";
    request.input = "{}";
    request.idempotency_key = "k\r\nEvil: 1";
    request.execution_arn = "arn:\xc3\xa4";
    const std::string text = request_text(request, *registry.resolve("f"), Instant::never());
    EXPECT_TRUE(text.starts_with("POST /p HTTP/1.1\r\nHost: h:81\r\n")) << text;
    EXPECT_NE(text.find("\r\nIdempotency-Key: k%0d%0aEvil: 1\r\n"), std::string::npos);
    EXPECT_NE(text.find("\r\nX-Pawl-Execution: arn:%c3%a4\r\n"), std::string::npos);
    EXPECT_NE(text.find("\r\nContent-Length: 2\r\n"), std::string::npos);
    EXPECT_EQ(text.find("X-Pawl-Deadline-Ms"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n{}"));
}

TEST(RequestText, TraceIdsAreStableAndShared) {
    const std::string one = trace_parent("arn:e", "k1"), two = trace_parent("arn:e", "k2"), other = trace_parent("arn:f", "k1");
    EXPECT_EQ(one, trace_parent("arn:e", "k1"));
    ASSERT_EQ(one.size(), 55U);
    EXPECT_EQ(one.substr(0, 36), two.substr(0, 36));
    EXPECT_NE(one.substr(36), two.substr(36));
    EXPECT_NE(one.substr(0, 36), other.substr(0, 36));
}

}  // namespace
}  // namespace pawl::workers
