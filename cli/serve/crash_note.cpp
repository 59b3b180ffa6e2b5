#include "cli/serve/crash_note.hpp"

#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "engine/runtime/in_hand.hpp"
#include "statemachine/vocabulary/check.hpp"

namespace pawl::cli {
namespace {

// What the handler uses is made ready beforehand: it must not allocate.
char note_path[4096];
std::atomic<bool> watching{false};

void on_failed_check(const char* sentence, const char* file, int line) {
    std::fprintf(stderr, "pawl: a check failed, this is a bug of pawl: %s (%s:%d)\n", sentence, file, line);
    const ExecutionKey in_hand = engine::execution_in_hand;
    if (in_hand == 0 || !watching) return;
    if (std::FILE* note = std::fopen(note_path, "a")) {
        std::fprintf(note, "%lld\n", static_cast<long long>(in_hand));
        std::fclose(note);
        std::fprintf(stderr, "pawl: execution %lld was in hand; noted in %s, the next start leaves it out\n", static_cast<long long>(in_hand),
                     note_path);
    }
}

}  // namespace

std::string crash_note_path(const std::string& database) { return database + ".crashed"; }

std::vector<ExecutionKey> read_crash_note(const std::string& database) {
    std::vector<ExecutionKey> keys;
    std::ifstream note(crash_note_path(database));
    for (ExecutionKey key = 0; note >> key;) keys.push_back(key);
    return keys;
}

void write_crash_note_on_failure(const std::string& database) {
    const std::string path = crash_note_path(database);
    std::strncpy(note_path, path.c_str(), sizeof note_path - 1);
    watching = true;
    set_check_handler(on_failed_check);
}

void forget_crash_note() { watching = false; }

}  // namespace pawl::cli
