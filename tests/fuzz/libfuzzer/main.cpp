// One fuzz target as libFuzzer wants it. PAWL_FUZZ_TARGET names it. Half of the changes are libFuzzer's, half those of the language's own mutator.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/mutator.hpp"
#include "tests/fuzz/target.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

const pawl::fuzz::Target& target() {
    static const pawl::fuzz::Target chosen = pawl::fuzz::target_named(PAWL_FUZZ_TARGET);
    return chosen;
}

}  // namespace

/// Lays the seeds down where PAWL_FUZZ_SEEDS says, before libFuzzer reads its corpus.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
    if (const char* folder = std::getenv("PAWL_FUZZ_SEEDS")) {
        std::filesystem::create_directories(folder);
        std::size_t number = 0;
        for (const auto& seed : target().seeds) std::ofstream(std::filesystem::path(folder) / ("seed-" + std::to_string(number++))) << seed;
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, most);
    static pawl::fuzz::Mutator mutator(target(), 1);
    const std::string changed = mutator.change(std::string(reinterpret_cast<const char*>(data), size), most);
    std::memcpy(data, changed.data(), changed.size());
    return changed.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string complaint = target().run({reinterpret_cast<const char*>(data), size});
    if (complaint.empty()) return 0;
    std::fprintf(stderr, "\n%s\n", complaint.c_str());
    std::abort();
}
